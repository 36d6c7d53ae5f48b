package io.os199.cs.api.conformance;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.os199.cs.api.mcp.served.Asked;
import io.os199.cs.api.mcp.served.Outcome;
import io.os199.cs.api.mcp.served.ServedResources;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Three resources, and those of one template. */
final class FixtureResources implements ServedResources {
    private static final String TEXT = "test://static-text";
    private static final String BINARY = "test://static-binary";
    private static final String WATCHED = "test://watched-resource";
    private static final Pattern OF_TEMPLATE = Pattern.compile("test://template/([^/]+)/data");

    @Override
    public List<ObjectNode> list(Asked asked) {
        return List.of(
                listing(TEXT, "text/plain"),
                listing(BINARY, "image/png"),
                listing(WATCHED, "text/plain"));
    }

    @Override
    public List<ObjectNode> templates(Asked asked) {
        ObjectNode template =
                Literal.object(
                        """
                        {
                          'uriTemplate': 'test://template/{id}/data',
                          'name': 'template',
                          'description': 'Data by id',
                          'mimeType': 'application/json'
                        }
                        """);
        return List.of(template);
    }

    @Override
    public Optional<Outcome> read(String uri, Asked asked) {
        Matcher ofTemplate = OF_TEMPLATE.matcher(uri);
        if (ofTemplate.matches()) {
            String id = ofTemplate.group(1);
            ObjectNode data = Literal.object("{'templateTest': true}").put("id", id);
            return contents(uri, "application/json", "text", data.put("data", id).toString());
        }
        return switch (uri) {
            case TEXT ->
                    contents(
                            uri,
                            "text/plain",
                            "text",
                            "This is the content of the static text resource.");
            case BINARY -> contents(uri, "image/png", "blob", Literal.PNG);
            case WATCHED -> contents(uri, "text/plain", "text", "Watched resource content");
            default -> Optional.empty();
        };
    }

    @Override
    public Optional<String> watchKey(String uri, Asked asked) {
        return Optional.of(uri).filter(WATCHED::equals);
    }

    private static Optional<Outcome> contents(
            String uri, String mimeType, String field, String value) {
        ObjectNode result = Literal.object("{}");
        result.putArray("contents")
                .addObject()
                .put("uri", uri)
                .put("mimeType", mimeType)
                .put(field, value);
        return Optional.of(Outcome.of(result));
    }

    private static ObjectNode listing(String uri, String mimeType) {
        return Literal.object("{'description': 'A resource for tests'}")
                .put("uri", uri)
                .put("name", uri.substring("test://".length()))
                .put("mimeType", mimeType);
    }
}
