"""The register of handing duties over: by me, together, alone, accepted."""
