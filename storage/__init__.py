"""What must not be lost: every table on one page, and one module per shelf of rows."""
