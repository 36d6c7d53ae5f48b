package io.os199.cs.api.mcp;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.os199.cs.api.mcp.served.Catalogue;
import io.os199.cs.api.mcp.served.ClientAbilities;

/** The capabilities that the server declares, in the terms of each era. */
final class Capabilities {
    private static final String LIST_CHANGED = "listChanged";

    private Capabilities() {}

    static ObjectNode modern(Catalogue catalogue) {
        ObjectNode all = both();
        if (catalogue.announcesChanges()) {
            for (String list : new String[] {"tools", "prompts", "resources"}) {
                all.withObject("/" + list).put(LIST_CHANGED, true);
            }
        }
        all.withObject("/resources").put("subscribe", true);
        all.putObject("extensions").putObject(ClientAbilities.TASKS);
        return all;
    }

    /**
     * Returns those for legacy clients, which have no standing stream: nothing can be subscribed to, and no change is
     * announced.
     */
    static ObjectNode legacy(Catalogue catalogue) {
        ObjectNode all = both();
        if (catalogue.logs()) {
            all.putObject("logging");
        }
        return all;
    }

    private static ObjectNode both() {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        all.putObject("tools");
        all.putObject("prompts");
        all.putObject("resources");
        all.putObject("completions");
        return all;
    }
}
