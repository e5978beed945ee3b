import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.opensearch.common.logging.LogConfigurator;
import org.opensearch.common.settings.Settings;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.plugins.Plugin;
import org.opensearch.transport.Netty4Plugin;

/** One node of OpenSearch, with the settings of its arguments, name=value each; ends on SIGTERM. */
public final class OpenSearchNode extends Node {
    private OpenSearchNode(Settings settings, String name, List<Class<? extends Plugin>> plugins) {
        super(
            InternalSettingsPreparer.prepareEnvironment(settings, Map.of(), null, () -> name),
            plugins,
            false);
    }

    /** That of the network, and that whose class the property "plugin" names, if it is set. */
    private static List<Class<? extends Plugin>> plugins() throws ClassNotFoundException {
        List<Class<? extends Plugin>> found = new ArrayList<>(List.of(Netty4Plugin.class));
        String name = System.getProperty("plugin");
        if (name != null) {
            found.add(Class.forName(name).asSubclass(Plugin.class));
        }
        return found;
    }

    public static void main(String[] arguments) throws Exception {
        Settings.Builder settings = Settings.builder();
        for (String argument : arguments) {
            String[] parts = argument.split("=", 2);
            settings.put(parts[0], parts[1]);
        }
        Settings built = settings.build();
        LogConfigurator.registerErrorListener();
        LogConfigurator.setNodeName(built.get("node.name"));
        LogConfigurator.configureWithoutConfig(built);
        Node node = new OpenSearchNode(built, built.get("node.name"), plugins()).start();
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                node.close();
            } catch (Exception error) {
                error.printStackTrace();
            }
            ended.countDown();
        }));
        ended.await();
    }
}
