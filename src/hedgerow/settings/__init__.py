"""hedgerow.toml → frozen settings, or every problem at once with its line and column."""
