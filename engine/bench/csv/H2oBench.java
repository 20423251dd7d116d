import java.io.File;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import water.H2O;
import water.Key;
import water.fvec.Frame;
import water.fvec.NFSFileVec;
import water.fvec.Vec;
import water.parser.ParseDataset;
import water.parser.ParseSetup;

/** H2O-3 in this process, alone and on one thread: {@code H2oBench FILE KINDS yes|no PASSES SECONDS}. */
public final class H2oBench {
    private final Passes passes;

    private H2oBench(Passes passes) {
        this.passes = passes;
    }

    public static void main(String[] args) throws Throwable {
        String name = "bench-" + ProcessHandle.current().pid();
        H2O.main(
                ("-name " + name + " -nthreads 1 -ip 127.0.0.1 -disable_web -ice_root h2o -log_level ERRR").split(" "));
        H2O.waitForCloudSize(1, 60_000);
        try {
            Passes.of(args).run("H2O-3 " + H2O.ABV.projectVersion(), new H2oBench(Passes.of(args))::read);
            H2O.exit(0); // else its threads would keep the process
        } catch (Throwable failure) {
            failure.printStackTrace();
            H2O.exit(1);
        }
    }

    private Supplier<String> read() {
        NFSFileVec file = NFSFileVec.make(new File(passes.file()));
        Key<?>[] files = {file._key};
        ParseSetup setup =
                ParseSetup.guessSetup(files, false, passes.header() ? ParseSetup.HAS_HEADER : ParseSetup.NO_HEADER);
        setup.setColumnTypes(types());
        setup.setSkippedColumns(IntStream.range(0, passes.kinds().length())
                .filter(column -> passes.kinds().charAt(column) == 'x')
                .toArray());
        Frame frame = ParseDataset.parse(Key.make(), files, true, setup);
        return () -> {
            String found = found(frame).json();
            frame.delete();
            return found;
        };
    }

    private byte[] types() {
        byte[] types = new byte[passes.kinds().length()];
        for (int column = 0; column < types.length; column++) {
            types[column] = passes.kinds().charAt(column) == 'n' ? Vec.T_NUM : Vec.T_CAT;
        }
        return types;
    }

    private Passes.Found found(Frame frame) {
        double sum = 0;
        long missing = 0;
        for (Vec column : frame.vecs()) {
            if (column.isNumeric()) {
                Vec.Reader cells = column.new Reader();
                for (long row = 0; row < column.length(); row++) {
                    float value = (float) cells.at(row);
                    if (Float.isNaN(value)) {
                        missing++;
                    } else {
                        sum += value;
                    }
                }
            }
        }
        return new Passes.Found(frame.numRows(), sum, missing);
    }
}
