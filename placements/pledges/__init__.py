"""Public promises of employers to hire veterans, and the bureau's review of them."""
