package io.os199.cs.api.security;

import io.os199.cs.platform.ids.TypeId;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

import java.io.IOException;

/**
 * The outermost filter: gives each request its correlation id, and turns uncaught failures into an answer that shows
 * that id and nothing of our internals. A body that does not arrive, or drips, is the sender's fault.
 */
public final class FaultBarrier extends HttpFilter {
    private static final Logger LOG = LoggerFactory.getLogger(FaultBarrier.class);
    private static final String REQUEST_ID = FaultBarrier.class.getName();

    /** Returns the correlation id of a request that passed this filter. */
    public static String requestIdOf(HttpServletRequest request) {
        return String.valueOf(request.getAttribute(REQUEST_ID));
    }

    @Override
    protected void doFilter(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String requestId = TypeId.next("req");
        request.setAttribute(REQUEST_ID, requestId);
        response.setHeader("X-Request-Id", requestId);
        try (MDC.MDCCloseable _ = MDC.putCloseable("request_id", requestId)) {
            chain.doFilter(request, response);
        } catch (IOException e) {
            if (!LateBodyException.isBehind(e) || response.isCommitted()) {
                throw e;
            }
            tooLate(response);
        } catch (RuntimeException e) {
            if (LateBodyException.isBehind(e) && !response.isCommitted()) {
                tooLate(response);
                return;
            }
            LOG.error("a request failed", e);
            if (!response.isCommitted()) {
                response.resetBuffer();
                HttpErrors.write(
                        response,
                        HttpServletResponse.SC_INTERNAL_SERVER_ERROR,
                        "internal error; correlation id " + requestId);
            }
        }
    }

    private static void tooLate(HttpServletResponse response) throws IOException {
        response.resetBuffer();
        HttpErrors.write(
                response,
                HttpServletResponse.SC_REQUEST_TIMEOUT,
                "too little of the body came for too long; send all that Content-Length says,"
                        + " without a pause");
    }
}
