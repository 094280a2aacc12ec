"""What documents say: master sets as text files, checked, compiled and composed with a competition."""
