"""Tools in whose formats prices are exported, by the names that their exports have."""

TOOLS = ("litellm", "genai-prices", "models.dev", "openrouter", "llm-prices", "lobehub", "new-api")
