package io.os199.cs.core;

import io.os199.cs.platform.database.Transaction;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds the clients that files and senders mean. They name them by id or by external id, never by name. */
public final class ClientKeys {
    private ClientKeys() {}

    /** Returns the ids by key, for the keys that exist. An id takes precedence over another client's external id. */
    public static Map<String, String> find(Transaction tx, Collection<String> keys) {
        if (keys.isEmpty()) {
            return Map.of();
        }
        List<ClientKeyDao.Known> known =
                tx.dao(ClientKeyDao.class).known(List.copyOf(Set.copyOf(keys)));
        Map<String, String> ids = new HashMap<>();
        known.forEach(each -> ids.put(each.clientId(), each.clientId()));
        for (ClientKeyDao.Known each : known) {
            if (each.externalId() != null) {
                ids.putIfAbsent(each.externalId(), each.clientId());
            }
        }
        return ids;
    }
}
