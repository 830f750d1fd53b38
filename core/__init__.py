"""What every feature uses and no feature owns: settings, database, access, audit, forms, web."""
