"""Tables → csv, xlsx, dta, and sheets for coding by hand."""
