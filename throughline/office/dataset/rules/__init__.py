"""The dataset's rules, each module on its own: relations of indicators, process control, run charts. Pure."""
