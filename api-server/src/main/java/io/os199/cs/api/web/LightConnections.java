package io.os199.cs.api.web;

import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.component.LifeCycle;

/**
 * Makes Jetty, before it starts, keep no index of known header fields per connection, which takes 48 KB for each one
 * that stays open.
 */
public final class LightConnections implements LifeCycle.Listener {
    @Override
    public void lifeCycleStarting(LifeCycle event) {
        if (event instanceof Server server) {
            server.getContainedBeans(HttpConfiguration.class)
                    .forEach(configuration -> configuration.setHeaderCacheSize(0));
        }
    }
}
