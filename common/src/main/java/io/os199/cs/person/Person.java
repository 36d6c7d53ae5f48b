package io.os199.cs.person;

import java.util.List;

/**
 * One person, by whom rows are found; lists are empty where nothing of the kind is stored.
 *
 * @param address in small letters
 * @param itemIds of feedback and answers of surveys, by which phrases are found
 * @param keyClients whose user {@link #keys} are, place by place
 * @param keys the user keys that are the address, or belong to a contact of the person
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
