package io.os199.cs.platform.cache;

import io.os199.cs.platform.database.RecentWrites;

import redis.clients.jedis.params.SetParams;

import java.time.Duration;

/** Records in Redis who wrote recently, so that every process knows; without Redis that is unknown. */
public final class WriteNotes implements RecentWrites {
    private final Redis redis;
    private final long keptMillis;

    /** @param kept at least as long as a replica may take to show a write */
    public WriteNotes(Redis redis, Duration kept) {
        this.redis = redis;
        this.keptMillis = kept.toMillis();
    }

    @Override
    public void note(String caller) {
        redis.ask(client -> client.set(key(caller), "", SetParams.setParams().px(keptMillis)));
    }

    @Override
    public Wrote has(String caller) {
        Boolean noted = redis.ask(client -> client.exists(key(caller)));
        if (noted == null) {
            return Wrote.UNKNOWN;
        }
        return noted ? Wrote.LATELY : Wrote.NOT_LATELY;
    }

    private static String key(String caller) {
        return "wrote:" + caller;
    }
}
