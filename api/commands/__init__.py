"""What commands do that takes more than a few lines; `api.cli` names them."""
