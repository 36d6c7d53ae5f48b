package io.os199.cs.platform.http;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/**
 * A request to a vendor's API.
 *
 * @param template of the path, as {@link Endpoint} has it
 * @param path with its query, as it goes out; with the host before it where it is another of the vendor's
 * @param json body; absent for none
 */
public record VendorRequest(
        String method,
        String template,
        String path,
        Map<String, String> headers,
        @Nullable String json) {
    /** A path that is its own template. */
    public static VendorRequest get(String path) {
        return get(path, path);
    }

    /** Of a path with ids or a query in it. */
    public static VendorRequest get(String template, String path) {
        return new VendorRequest("GET", template, path, Map.of(), null);
    }

    /** With a body, to a path that is its own template. */
    public static VendorRequest post(String path, String json) {
        return new VendorRequest("POST", path, path, Map.of(), json);
    }

    /** It may hold what people wrote. */
    @Override
    public String toString() {
        return method + " " + template;
    }
}
