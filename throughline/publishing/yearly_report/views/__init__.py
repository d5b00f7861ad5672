"""Pages of the yearly report. None of them draws a chart or makes a PDF: the worker does."""
