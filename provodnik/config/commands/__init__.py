"""One module a command: `run(arguments) -> exit code`. `provodnik.config.cli` names them."""
