package io.os199.cs.api.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.regex.Pattern;

/**
 * Refuses a POST that does not declare its body as JSON: a web page can make a browser send only text or a form
 * without asking first.
 */
public final class JsonBodies extends HttpFilter {
    /** JSON between systems is UTF-8, so another charset is a mistake. */
    private static final Pattern JSON =
            Pattern.compile(
                    "application/json\\s*(;\\s*charset=\"?utf-8\"?\\s*)?;?",
                    Pattern.CASE_INSENSITIVE);

    @Override
    protected void doFilter(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request.getMethod().equals("POST") && !isJson(request.getHeader("Content-Type"))) {
            response.setHeader("Accept-Post", HttpErrors.JSON);
            HttpErrors.write(
                    response,
                    HttpServletResponse.SC_UNSUPPORTED_MEDIA_TYPE,
                    "send the message in UTF-8, with Content-Type: application/json");
            return;
        }
        chain.doFilter(request, response);
    }

    private static boolean isJson(@Nullable String contentType) {
        return contentType != null && JSON.matcher(contentType).matches();
    }
}
