package io.os199.cs.person;

import java.util.List;

/**
 * One person, with the keys by which their rows are found; a list is empty when nothing of its kind is stored.
 *
 * @param address in lower case
 * @param itemIds ids of feedback and of survey answers, by which phrases are found
 * @param keyClients the clients that the user {@link #keys} belong to, by position
 * @param keys the user keys that equal the address, or belong to a contact of the person
 */
public record Person(
        String address,
        List<String> contactIds,
        List<String> memberIds,
        List<String> advocateIds,
        List<String> ticketIds,
        List<String> responseIds,
        List<String> itemIds,
        List<String> keyClients,
        List<String> keys) {
    /** Copies the lists. */
    public Person {
        contactIds = List.copyOf(contactIds);
        memberIds = List.copyOf(memberIds);
        advocateIds = List.copyOf(advocateIds);
        ticketIds = List.copyOf(ticketIds);
        responseIds = List.copyOf(responseIds);
        itemIds = List.copyOf(itemIds);
        keyClients = List.copyOf(keyClients);
        keys = List.copyOf(keys);
    }
}
