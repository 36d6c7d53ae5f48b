package io.os199.cs.platform.http;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/**
 * A request to a vendor's API.
 *
 * @param template of the path, as in {@link Endpoint}
 * @param path with its query, as sent; preceded by the host when it is another one of the vendor's
 * @param json the body; absent for none
 */
public record VendorRequest(
        String method,
        String template,
        String path,
        Map<String, String> headers,
        @Nullable String json) {
    /** A GET of a path that is its own template. */
    public static VendorRequest get(String path) {
        return get(path, path);
    }

    /** A GET of a path that contains ids or a query. */
    public static VendorRequest get(String template, String path) {
        return new VendorRequest("GET", template, path, Map.of(), null);
    }

    /** A POST with a body, to a path that is its own template. */
    public static VendorRequest post(String path, String json) {
        return new VendorRequest("POST", path, path, Map.of(), json);
    }

    /** The request may contain text that people wrote. */
    @Override
    public String toString() {
        return method + " " + template;
    }
}
