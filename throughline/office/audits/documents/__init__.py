"""What goes out as a document: the overview of a cycle, and one body's own report. Finished values in, blocks out."""
