"""What people type about the dataset."""
