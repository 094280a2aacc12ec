"""What a document is before any file format: blocks, user markup, numbering and structural checks."""
