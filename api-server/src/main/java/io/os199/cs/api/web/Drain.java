package io.os199.cs.api.web;

import com.codahale.metrics.health.HealthCheck;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.LifeCycle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;

/**
 * Delays the stop of the server: for a while it answers as usual but reports that it is not ready, and closes each
 * connection after its answer, so that load balancers have moved on by the time the port closes. A connection that
 * was idle meanwhile and is then used again is closed without an answer: a balancer resends such a request elsewhere,
 * which it would not do for the 503 of a stopping server.
 */
public final class Drain extends HealthCheck implements LifeCycle.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(Drain.class);

    /** Dropwizard's name for the connector used by probes, which are answered truthfully to the end. */
    private static final String ADMIN = "admin";

    private final Duration length;
    private volatile boolean draining;
    private volatile boolean over;

    /** @param length longer than load balancers take to notice; zero where there are none */
    public Drain(Duration length) {
        this.length = length;
    }

    @Override
    protected Result check() {
        return draining ? Result.unhealthy("the process is about to stop") : Result.healthy();
    }

    @Override
    public void lifeCycleStarting(LifeCycle event) {
        if (event instanceof Server server) {
            server.insertHandler(new LastAnswers());
        }
    }

    @Override
    public void lifeCycleStopping(LifeCycle event) {
        if (length.isZero()) {
            return;
        }
        draining = true;
        LOG.info("not ready any more; stops in {} s", length.toMillis() / 1e3);
        try {
            Thread.sleep(length);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        over = true;
    }

    private final class LastAnswers extends Handler.Wrapper {
        @Override
        public boolean handle(Request request, Response response, Callback callback)
                throws Exception {
            ConnectionMetaData connection = request.getConnectionMetaData();
            if (over
                    && connection.getHttpVersion() == HttpVersion.HTTP_1_1
                    && !ADMIN.equals(connection.getConnector().getName())) {
                connection.getConnection().getEndPoint().close();
                callback.failed(new EofException("the process stops"));
                return true;
            }
            if (draining) {
                response.getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE);
            }
            return super.handle(request, response, callback);
        }
    }
}
