"""The tests of pricebook; they mirror src/."""
