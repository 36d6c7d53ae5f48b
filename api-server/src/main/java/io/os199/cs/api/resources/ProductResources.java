package io.os199.cs.api.resources;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.os199.cs.api.mcp.served.Asked;
import io.os199.cs.api.mcp.served.Completer.Completion;
import io.os199.cs.api.mcp.served.Outcome;
import io.os199.cs.api.mcp.served.RpcError;
import io.os199.cs.api.mcp.served.RpcException;
import io.os199.cs.api.mcp.served.ServedResources;
import io.os199.cs.api.security.Principal;
import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.CallContext;
import io.os199.cs.api.tool.ToolDefinition;
import io.os199.cs.api.tool.ToolRegistry;
import io.os199.cs.api.tool.ToolResult;
import io.os199.cs.api.tool.ToolRunner;
import io.os199.cs.core.ClientDirectory;
import io.os199.cs.core.model.ClientRef;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.database.Database;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Serves {@code client://ID}, {@code client://ID/timeline}, {@code portfolio://health} and {@code docs://tools/NAME}.
 * What is read about clients is the tools' answer for default arguments, with the same rights and the same masks.
 */
public final class ProductResources implements ServedResources {
    private static final String CLIENT = "client://";
    private static final String TIMELINE = "/timeline";
    private static final String PORTFOLIO = "portfolio://health";
    private static final String DOCS = "docs://tools/";
    private static final String CLIENT_TEMPLATE = CLIENT + "{client_id}";
    private static final String TIMELINE_TEMPLATE = CLIENT_TEMPLATE + TIMELINE;
    private static final String DOCS_TEMPLATE = DOCS + "{name}";
    private static final String JSON = "application/json";
    private static final String MARKDOWN = "text/markdown";
    private static final int WORST_SHOWN = 20;

    private final ToolRegistry registry;
    private final ToolRunner runner;
    private final Database database;
    private final ClientDirectory directory;
    private final References references;

    public ProductResources(
            ToolRegistry registry,
            ToolRunner runner,
            Database database,
            ClientDirectory directory,
            References references) {
        this.registry = registry;
        this.runner = runner;
        this.database = database;
        this.directory = directory;
        this.references = references;
    }

    @Override
    public List<ObjectNode> list(Asked asked) {
        List<ObjectNode> all = new ArrayList<>();
        if (reads(asked.principal())) {
            all.add(
                    entry("uri", PORTFOLIO, "portfolio_health", "Health of the portfolio", JSON)
                            .put(
                                    "description",
                                    "Totals by band, stage and tier, and the accounts with the"
                                            + " lowest scores."));
        }
        for (ToolDefinition<?, ?> tool : registry.visibleTo(asked.principal())) {
            all.add(
                    entry(
                            "uri",
                            DOCS + tool.name(),
                            "docs_" + tool.name(),
                            "Documentation of " + tool.name(),
                            MARKDOWN));
        }
        return all;
    }

    @Override
    public List<ObjectNode> templates(Asked asked) {
        List<ObjectNode> all = new ArrayList<>();
        if (reads(asked.principal())) {
            all.add(
                    entry("uriTemplate", CLIENT_TEMPLATE, "client", "Client overview", JSON)
                            .put(
                                    "description",
                                    "One page on one client: its id, external id or name."));
            all.add(
                    entry(
                                    "uriTemplate",
                                    TIMELINE_TEMPLATE,
                                    "client_timeline",
                                    "Client timeline",
                                    JSON)
                            .put(
                                    "description",
                                    "What happened to one client in the last 90 days."));
        }
        all.add(
                entry("uriTemplate", DOCS_TEMPLATE, "tool_docs", "Tool documentation", MARKDOWN)
                        .put("description", "Every parameter and every field of one tool."));
        return all;
    }

    private static ObjectNode entry(
            String key, String uri, String name, String title, String mimeType) {
        return JsonNodeFactory.instance
                .objectNode()
                .put(key, uri)
                .put("name", name)
                .put("title", title)
                .put("mimeType", mimeType);
    }

    @Override
    public Optional<Outcome> read(String uri, Asked asked) {
        if (uri.startsWith(DOCS)) {
            return registry.visibleTo(asked.principal()).stream()
                    .filter(tool -> uri.equals(DOCS + tool.name()))
                    .findFirst()
                    .map(tool -> contents(uri, MARKDOWN, ToolDocs.markdown(tool)));
        }
        Optional<String> reference = reference(uri);
        if (!uri.equals(PORTFOLIO) && reference.isEmpty()) {
            return Optional.empty();
        }
        if (!reads(asked.principal())) {
            throw new RpcException(
                    RpcError.insufficientScope(uri, List.of(Scope.CS_READ.toString())));
        }
        ObjectNode arguments = JsonNodeFactory.instance.objectNode();
        if (reference.isEmpty()) {
            arguments.put("sort_by", "health_score").put("limit", WORST_SHOWN);
            return answer(uri, "list_clients", arguments, asked);
        }
        arguments.put("client_id", reference.get());
        String tool = uri.endsWith(TIMELINE) ? "get_client_timeline" : "get_client_overview";
        return answer(uri, tool, arguments, asked);
    }

    private Optional<Outcome> answer(String uri, String tool, ObjectNode arguments, Asked asked) {
        CallContext context =
                new CallContext(
                        asked.principal(),
                        asked.requestId(),
                        asked.cancellation(),
                        asked.repeatKey(),
                        asked.traceParent(),
                        asked.surface().readOnly(),
                        false,
                        null,
                        asked::progress);
        ToolResult result = runner.run(registry.find(tool).orElseThrow(), arguments, context);
        if (!result.isError()) {
            return Optional.of(contents(uri, JSON, result.json().toString()));
        }
        JsonNode error = result.content().path("error");
        String code = error.path("code").asText();
        if (code.equals("not_found")) {
            return Optional.empty();
        }
        throw new RpcException(
                code.equals("internal")
                        ? RpcError.internal(asked.requestId())
                        : RpcError.invalidParams(error.path("message").asText()));
    }

    private static Outcome contents(String uri, String mimeType, String text) {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        result.putArray("contents")
                .addObject()
                .put("uri", uri)
                .put("mimeType", mimeType)
                .put("text", text);
        return Outcome.of(result);
    }

    /** The reference to the client in a client's URI; a name is percent-encoded. */
    private static Optional<String> reference(String uri) {
        if (!uri.startsWith(CLIENT)) {
            return Optional.empty();
        }
        String rest = uri.substring(CLIENT.length());
        String encoded =
                rest.endsWith(TIMELINE)
                        ? rest.substring(0, rest.length() - TIMELINE.length())
                        : rest;
        if (encoded.isEmpty() || encoded.contains("/")) {
            return Optional.empty();
        }
        try {
            // A plus sign stands for itself in a path, unlike in a form.
            return Optional.of(
                    URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException notEncoded) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<String> watchKey(String uri, Asked asked) {
        if (!reads(asked.principal())) {
            return Optional.empty();
        }
        if (uri.equals(PORTFOLIO)) {
            return Optional.of(ANYTHING);
        }
        return asked.principal().seeingItsWrites(() -> reference(uri).flatMap(this::clientId));
    }

    @Override
    public void willBeTold(Asked asked) {
        asked.principal()
                .seeingItsWrites(
                        () -> {
                            database.callerKnows();
                            return asked;
                        });
    }

    private Optional<String> clientId(String reference) {
        Answer<ClientRef> client = database.read(tx -> directory.resolve(tx, reference));
        return client instanceof Answer.Ok<ClientRef>(ClientRef found)
                ? Optional.of(found.clientId())
                : Optional.empty();
    }

    /** Completes a variable; empty where there is no such template for this caller. */
    public Optional<Completion> complete(
            String template, String variable, String typed, Asked asked) {
        boolean ofClient = template.equals(CLIENT_TEMPLATE) || template.equals(TIMELINE_TEMPLATE);
        if (ofClient && variable.equals("client_id")) {
            return Optional.of(references.clients(typed, asked));
        }
        if (template.equals(DOCS_TEMPLATE) && variable.equals("name")) {
            List<String> names =
                    registry.visibleTo(asked.principal()).stream()
                            .map(ToolDefinition::name)
                            .toList();
            return Optional.of(References.choices(names, typed));
        }
        return Optional.empty();
    }

    private static boolean reads(Principal principal) {
        return principal.has(Scope.CS_READ);
    }
}
