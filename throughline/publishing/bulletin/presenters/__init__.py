"""Issues and mail-outs as pages show them: finished values."""
