"""Tables → csv, xlsx, dta, an RO-Crate, and sheets for coding by hand."""
