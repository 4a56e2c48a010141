"""Plans and admitted problems of one year → what the next year's report says about them."""
