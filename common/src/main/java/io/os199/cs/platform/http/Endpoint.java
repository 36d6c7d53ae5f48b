package io.os199.cs.platform.http;

/**
 * What is called outside, in words of the program and never of its data: they are labels of figures and names of spans.
 *
 * @param integration the service, as {@code zendesk}
 * @param method of HTTP
 * @param template of the path, as {@code /tickets/{id}}; where all calls of a service go to one path, the name of the operation
 */
public record Endpoint(String integration, String method, String template) {
    @Override
    public String toString() {
        return "%s %s of %s".formatted(method, template, integration);
    }
}
