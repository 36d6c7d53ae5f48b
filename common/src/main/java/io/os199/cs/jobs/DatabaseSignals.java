package io.os199.cs.jobs;

import io.dropwizard.lifecycle.Managed;

import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import javax.sql.DataSource;

/**
 * Receives PostgreSQL notifications for this process over a connection of its own. A lost connection is
 * re-established, but what was notified meanwhile is lost, so receivers must not depend on it. They run on the
 * listening thread and have to be quick.
 */
public final class DatabaseSignals implements Managed {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseSignals.class);
    private static final int SILENCE_MILLIS = 10_000;
    private static final int CHECK_SECONDS = 5;

    private final DataSource direct;
    private final Map<String, Consumer<String>> receivers = new ConcurrentHashMap<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final CountDownLatch listening = new CountDownLatch(1);
    private volatile boolean started;
    private volatile @Nullable Connection open;

    /** {@code direct} must not go through a pooler that shares sessions between transactions. */
    public DatabaseSignals(DataSource direct) {
        this.direct = direct;
    }

    /**
     * Registers {@code receiver} for {@code channel}: it is called with each payload, and with an empty one after
     * each connect. Must be called before {@link #start}.
     */
    public DatabaseSignals on(String channel, Consumer<String> receiver) {
        if (!channel.matches("[a-z_]+")) {
            throw new IllegalArgumentException("not a channel: " + channel);
        }
        if (started) {
            throw new IllegalStateException("listening already, and not on " + channel);
        }
        receivers.merge(channel, receiver, Consumer::andThen);
        return this;
    }

    @Override
    public void start() throws InterruptedException {
        started = true;
        Thread.ofPlatform().daemon().name("database-signals").start(this::listen);
        if (!listening.await(CHECK_SECONDS, TimeUnit.SECONDS)) {
            LOG.warn("no connection for notifications yet; going on without");
        }
    }

    @Override
    public void stop() throws SQLException {
        stopped.countDown();
        Connection connection = open;
        if (connection != null) {
            connection.close();
        }
    }

    private void listen() {
        try {
            do {
                listenUntilLost();
            } while (!stopped.await(1, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void listenUntilLost() {
        try (Connection connection = direct.getConnection()) {
            open = connection;
            connection.setAutoCommit(true);
            try (Statement statement = connection.createStatement()) {
                for (String channel : receivers.keySet()) {
                    statement.execute("listen " + channel);
                }
            }
            listening.countDown();
            receivers.forEach((channel, receiver) -> deliver(receiver, ""));
            PGConnection notifications = connection.unwrap(PGConnection.class);
            while (stopped.getCount() > 0) {
                PGNotification[] received = notifications.getNotifications(SILENCE_MILLIS);
                if (received != null && received.length > 0) {
                    deliver(received);
                } else if (!connection.isValid(CHECK_SECONDS)) {
                    return;
                }
            }
        } catch (SQLException e) {
            if (stopped.getCount() > 0) {
                LOG.warn("lost the connection for notifications", e);
            }
        }
    }

    private void deliver(PGNotification[] received) {
        for (PGNotification notification : received) {
            Consumer<String> receiver = receivers.get(notification.getName());
            if (receiver != null) {
                deliver(receiver, notification.getParameter());
            }
        }
    }

    private static void deliver(Consumer<String> receiver, String payload) {
        try {
            receiver.accept(payload);
        } catch (RuntimeException e) {
            LOG.warn("a receiver of notifications failed", e);
        }
    }
}
