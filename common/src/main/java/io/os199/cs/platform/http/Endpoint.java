package io.os199.cs.platform.http;

/**
 * What is called on an external service, in fixed words of the program and never in words from its data: they are
 * metric labels and span names.
 *
 * @param integration the service, for example {@code zendesk}
 * @param method the HTTP method
 * @param template the template of the path, for example {@code /tickets/{id}}; where all calls of a service go to one
 *     path, the name of the operation
 */
public record Endpoint(String integration, String method, String template) {
    @Override
    public String toString() {
        return "%s %s of %s".formatted(method, template, integration);
    }
}
