"""Queries named by what they are asked for, one module per noun."""
