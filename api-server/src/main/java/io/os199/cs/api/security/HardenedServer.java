package io.os199.cs.api.security;

import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.LifeCycle;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * Configures Jetty, before it starts, so that every answer of every port has the security headers for browsers, even
 * where none of our filters and servlets was reached, and so that its own errors look like ours: no page, no product,
 * no cause.
 */
public final class HardenedServer implements LifeCycle.Listener {
    private static final List<HttpField> HEADERS =
            List.of(
                    new HttpField("X-Content-Type-Options", "nosniff"),
                    new HttpField("X-Frame-Options", "DENY"),
                    new HttpField(
                            "Strict-Transport-Security", "max-age=31536000; includeSubDomains"),
                    new HttpField(
                            "Content-Security-Policy",
                            "default-src 'none'; frame-ancestors 'none'"),
                    new HttpField("Referrer-Policy", "no-referrer"),
                    new HttpField(
                            "Permissions-Policy",
                            "camera=(), display-capture=(), geolocation=(), microphone=(),"
                                    + " payment=(), usb=()"),
                    new HttpField(HttpHeader.CACHE_CONTROL, "no-store"));

    @Override
    public void lifeCycleStarting(LifeCycle event) {
        if (event instanceof Server server) {
            harden(server);
        }
    }

    private static void harden(Server server) {
        server.setErrorHandler(new JsonErrors());
        server.getDescendants(ContextHandler.class)
                .forEach(context -> context.setErrorHandler(new JsonErrors()));
        server.insertHandler(new Headers());
    }

    private static void addHeaders(Response response) {
        HEADERS.forEach(response.getHeaders()::put);
    }

    /** Sets the headers before anything else sees the request; later handlers may set others. */
    private static final class Headers extends Handler.Wrapper {
        @Override
        public boolean handle(Request request, Response response, Callback callback)
                throws Exception {
            addHeaders(response);
            return super.handle(request, response, callback);
        }
    }

    /** Jetty's own errors in our shape. */
    private static final class JsonErrors extends ErrorHandler {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            int status = response.getStatus();
            // The headers set earlier were lost with what the failed handler had begun to write.
            addHeaders(response);
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, HttpErrors.JSON);
            byte[] body = HttpErrors.body(status, message(status));
            response.write(true, ByteBuffer.wrap(body), callback);
            return true;
        }

        private static String message(int status) {
            HttpStatus.Code code = HttpStatus.getCode(status);
            return code == null ? "the request was refused" : code.getMessage();
        }
    }
}
