"""The browser's side: access, pages and forms. Asks services; knows no tables and no document writers."""
