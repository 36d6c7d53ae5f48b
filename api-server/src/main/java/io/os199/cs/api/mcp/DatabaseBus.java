package io.os199.cs.api.mcp;

import io.os199.cs.jobs.DatabaseSignals;
import io.os199.cs.platform.database.Database;

import org.jdbi.v3.sqlobject.statement.SqlQuery;

import java.util.function.Consumer;

/** The bus over PostgreSQL's LISTEN and NOTIFY. */
public final class DatabaseBus implements Bus {
    private final Database database;
    private final DatabaseSignals signals;

    public DatabaseBus(Database database, DatabaseSignals signals) {
        this.database = database;
        this.signals = signals;
    }

    @Override
    public void publish(String channel, String text) {
        database.write(transaction -> transaction.dao(NotifyDao.class).notify(channel, text));
    }

    @Override
    public void on(String channel, Consumer<String> receiver) {
        signals.on(channel, receiver);
    }
}

/** Sends notifications, which need no table. */
interface NotifyDao {
    /** Sends a notification, which is delivered when the transaction commits. */
    @SqlQuery("select 1 from pg_notify(:channel, :text)")
    int notify(String channel, String text);
}
