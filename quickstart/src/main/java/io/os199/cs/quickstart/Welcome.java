package io.os199.cs.quickstart;

/** What a person needs to connect a client; the first word tells machines that everything is up. */
record Welcome(Ports ports, String apiKey, String dashboardPassword, Folder folder, String time) {
    static final String DASHBOARD_USER = "operator";

    String text() {
        return """

        READY %1$s (after %2$s)

          API key       %3$s
                        also in %4$s; others: ./cs-mcp api-key --help
          Dashboard     http://127.0.0.1:%5$d/dashboard (user %6$s, password %7$s)
          Health        http://127.0.0.1:%8$d/ready (API), http://127.0.0.1:%9$d/ready (worker)
          Logs          %10$s

        Claude Code:

          claude mcp add --transport http customer-success %1$s \\
            --header "Authorization: Bearer %3$s"

        VS Code, .vscode/mcp.json:

          {"servers": {"customer-success": {"type": "http", "url": "%1$s",
            "headers": {"Authorization": "Bearer %3$s"}}}}

        MCP Inspector (Node 22):

          npx @modelcontextprotocol/inspector --cli %1$s --transport http \\
            --header "Authorization: Bearer %3$s" --method tools/list

        Ctrl-C stops everything; the data stays.
        """
                .formatted(
                        ports.mcp(),
                        time,
                        apiKey,
                        folder.path(Folder.API_KEY),
                        ports.dashboard(),
                        DASHBOARD_USER,
                        dashboardPassword,
                        ports.apiAdmin(),
                        ports.workerAdmin(),
                        folder.path("log"));
    }
}
