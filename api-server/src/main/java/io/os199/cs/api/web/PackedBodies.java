package io.os199.cs.api.web;

import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.gzip.GzipHandler;
import org.eclipse.jetty.util.component.LifeCycle;

import java.util.List;

/**
 * Makes Jetty, before it starts, leave the bodies of these paths as they arrive. Otherwise it would unpack gzip and
 * pass on a truncated body as if it were whole: the remaining events would be lost, and their sender told that all is
 * well.
 */
public record PackedBodies(List<String> paths) implements LifeCycle.Listener {
    @Override
    @SuppressWarnings("removal") // Dropwizard still unpacks with it.
    public void lifeCycleStarting(LifeCycle event) {
        if (event instanceof Server server) {
            server.getDescendants(GzipHandler.class)
                    .forEach(
                            handler ->
                                    handler.addExcludedInflationPaths(
                                            paths.toArray(String[]::new)));
        }
    }
}
