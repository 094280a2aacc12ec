"""The migrations, and what makes the first of them."""
