package io.os199.cs.integration.smtp;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A mail server that answers each step as it was told to. */
final class ScriptedMailServer implements AutoCloseable {
    /** The answer that closes the connection at this step. */
    static final String HANGS_UP = "hangs up";

    /** The answer that says nothing at this step. */
    static final String IS_SILENT = "is silent";

    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Map<String, String> answers;
    private final List<String> taken = new CopyOnWriteArrayList<>();

    /** @param answers the answers by step: GREETING, MAIL, RCPT, DATA, or . for the end of the mail */
    ScriptedMailServer(Map<String, String> answers) throws IOException {
        this.answers = answers;
        Thread.ofVirtual().start(this::serve);
    }

    int port() {
        return socket.getLocalPort();
    }

    /** Returns the mails that were received to their last line. */
    List<String> taken() {
        return taken;
    }

    private void serve() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                Thread.ofVirtual().start(() -> talk(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void talk(Socket client) {
        try (client) {
            BufferedReader in =
                    new BufferedReader(
                            new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
            if (!say(client, "GREETING", "220 ready")) {
                return;
            }
            StringBuilder mail = null;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (mail != null) {
                    if (line.equals(".")) {
                        taken.add(mail.toString());
                        mail = null;
                        if (!say(client, ".", "250 taken")) {
                            return;
                        }
                    } else {
                        mail.append(line).append('\n');
                    }
                    continue;
                }
                String step = line.split("[ :]", 2)[0].toUpperCase(java.util.Locale.ROOT);
                boolean isData = step.equals("DATA");
                if (!say(client, step, isData ? "354 go on" : "250 good")) {
                    return;
                }
                if (isData && answers.getOrDefault("DATA", "354").startsWith("354")) {
                    mail = new StringBuilder();
                }
            }
        } catch (IOException e) {
            if (!socket.isClosed()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private boolean say(Socket client, String step, String usual) throws IOException {
        String answer = answers.getOrDefault(step, usual);
        if (answer.equals(HANGS_UP)) {
            return false;
        }
        if (!answer.equals(IS_SILENT)) {
            OutputStream out = client.getOutputStream();
            out.write((answer + "\r\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
