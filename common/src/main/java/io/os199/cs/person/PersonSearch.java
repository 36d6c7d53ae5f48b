package io.os199.cs.person;

import io.os199.cs.platform.database.Transaction;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Finds a person in all tables that {@link PersonalColumns} names. */
final class PersonSearch {
    private static final String CLIENT_ID = "client_id";

    private final Transaction tx;
    private final PersonDao dao;
    private final Wanted wanted;
    private final Person person;
    private final List<String> clientIds;
    private final Set<String> names;

    /** Column types by table name and column name. */
    private final Map<String, Map<String, String>> types = new HashMap<>();

    PersonSearch(Transaction tx, Wanted wanted) {
        this.tx = tx;
        this.dao = tx.dao(PersonDao.class);
        this.wanted = wanted;
        dao.schema()
                .forEach(
                        column ->
                                types.computeIfAbsent(column.tableName(), _ -> new HashMap<>())
                                        .put(column.columnName(), column.dataType()));
        String address = wanted.address();
        List<String> contactIds = dao.contactIds(address);
        List<String> responseIds = dao.responseIds(address, contactIds);
        List<PersonDao.UserKey> keys = dao.userKeys(address, contactIds);
        person =
                new Person(
                        address,
                        contactIds,
                        dao.memberIds(address, contactIds),
                        dao.advocateIds(address, contactIds),
                        dao.ticketIds(address, contactIds),
                        responseIds,
                        dao.itemIds(address, responseIds),
                        keys.stream().map(PersonDao.UserKey::clientId).toList(),
                        keys.stream().map(PersonDao.UserKey::userKey).toList());
        clientIds = clients();
        names = names();
    }

    private List<String> clients() {
        Set<String> found = new TreeSet<>();
        for (PersonalTable table : PersonalColumns.TABLES) {
            if (table.hasOwnRows() && isOwned(table)) {
                found.addAll(dao.values(table, CLIENT_ID, person));
            }
        }
        return List.copyOf(found);
    }

    private Set<String> names() {
        Set<String> found = new TreeSet<>(dao.attendeeNames(person.address(), person.contactIds()));
        for (PersonalTable table : PersonalColumns.TABLES) {
            for (String column : table.columns(Handling.NAME)) {
                found.addAll(dao.values(table, column, person));
            }
        }
        return found;
    }

    Person person() {
        return person;
    }

    List<String> clientIds() {
        return clientIds;
    }

    /** Whether the address may belong to more than one person, judging by the names stored beside it. */
    boolean isAmbiguous() {
        return !wanted.isOnePerson() && !Names.areOfOne(names);
    }

    Mentions mentions(Pseudonyms pseudonyms) {
        return new Mentions(wanted.address(), names, wanted.also(), pseudonyms);
    }

    /** What the person wrote, while it is there. */
    Writings writings() {
        Set<String> texts = new TreeSet<>();
        for (PersonalTable table : PersonalColumns.TABLES) {
            if (!PersonalColumns.OUR_WORDS.contains(table.name())) {
                for (String column : table.columns(Handling.WORDS)) {
                    texts.addAll(dao.values(table, column, person));
                }
            }
        }
        return new Writings(texts, dao.phrases(person.itemIds()));
    }

    boolean isOwned(PersonalTable table) {
        return columnTypes(table).containsKey(CLIENT_ID);
    }

    Map<String, String> columnTypes(PersonalTable table) {
        Map<String, String> found = types.get(table.name());
        if (found == null) {
            throw new IllegalStateException("there is no table " + table.name());
        }
        return found;
    }

    /** The tables that hold raw file content. */
    List<String> fileTables() {
        return types.keySet().stream()
                .filter(name -> name.matches(PersonalColumns.FILE_ROWS))
                .sorted()
                .toList();
    }

    long count(PersonalTable table) {
        return table.hasOwnRows() ? dao.count(table, person) : 0;
    }

    /**
     * A row that mentions the person.
     *
     * @param values the column values once everything of the person is removed, as JSON: only those that differ
     */
    record Mention(String place, Map<String, String> values) {}

    /** @param holds whether the rows are locked until the transaction ends */
    List<Mention> mentioning(
            PersonalTable table, Mentions mentions, Writings writings, boolean holds) {
        Map<String, String> looked = looked(table);
        if (looked.isEmpty()) {
            return List.of();
        }
        List<PersonDao.Row> rows =
                new ArrayList<>(
                        dao.mentioning(
                                table.name(), looked, isOwned(table), clientIds, mentions, holds));
        boolean tells = PersonalColumns.TOLD_IN.contains(table.name()) && !writings.areNone();
        if (tells) {
            Set<String> known = new HashSet<>();
            rows.forEach(row -> known.add(row.place()));
            List<String> places = new ArrayList<>();
            dao.eachOfClients(
                    table.name(),
                    looked,
                    isOwned(table),
                    clientIds,
                    row -> {
                        if (!known.contains(row.place()) && tellsOf(row, writings)) {
                            places.add(row.place());
                        }
                    });
            rows.addAll(dao.at(table.name(), looked, isOwned(table), clientIds, places, holds));
        }
        List<Mention> found = new ArrayList<>();
        for (PersonDao.Row row : rows) {
            Map<String, String> changed = new LinkedHashMap<>();
            row.values()
                    .forEach(
                            (column, value) -> {
                                String untold =
                                        tells && row.isOfClient()
                                                ? writings.eraseInJson(column, value)
                                                : value;
                                String erased = mentions.eraseInJson(untold, row.isOfClient());
                                if (!erased.equals(value)) {
                                    changed.put(column, replacement(table, column, erased));
                                }
                            });
            if (!changed.isEmpty()) {
                found.add(new Mention(row.place(), changed));
            }
        }
        return found;
    }

    private static boolean tellsOf(PersonDao.Row row, Writings writings) {
        return row.values().entrySet().stream()
                .anyMatch(
                        each ->
                                !writings.eraseInJson(each.getKey(), each.getValue())
                                        .equals(each.getValue()));
    }

    private static String replacement(PersonalTable table, String column, String erased) {
        return table.columns().get(column) == Handling.SCRAPPED ? "{}" : erased;
    }

    /**
     * The columns searched for mentions, and the expression that reads each: a name is read only where no address
     * says whose it is; user keys are not read at all, as each is either the person's or somebody else's.
     */
    static Map<String, String> looked(PersonalTable table) {
        Map<String, String> looked = new LinkedHashMap<>();
        List<String> addresses = table.columns(Handling.PSEUDONYM);
        if (addresses.contains(Erasure.USER_KEY)) {
            return looked;
        }
        table.columns()
                .forEach(
                        (column, handling) -> {
                            if (handling == Handling.NAME) {
                                looked.put(
                                        column,
                                        "case when t.%s is null then t.%s end"
                                                .formatted(addresses.getFirst(), column));
                            } else if (handling != Handling.KEPT) {
                                looked.put(column, "t." + column);
                            }
                        });
        return looked;
    }

    PersonDao dao() {
        return dao;
    }

    Transaction transaction() {
        return tx;
    }
}
