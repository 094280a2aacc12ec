"""Document → bytes: one pure function per file format."""
