/** What must be there to compile a package, in the words of each family of distributions. A name that ends in `?` helps and isn't needed. */
export interface PythonBuildNeeds {
  readonly apt: readonly string[];
  readonly apk: readonly string[];
  readonly rpm: readonly string[];
}

/** A package that is compiled where there is no wheel. */
export interface NativePython {
  readonly needs: PythonBuildNeeds;
  /** Whether compiling takes many minutes, and hours under emulation. */
  readonly isHeavy: boolean;
  readonly source: string;
}

interface Row {
  readonly apt?: string;
  readonly apk?: string;
  readonly rpm?: string;
  readonly heavy?: true;
  readonly source: string;
}

const NUMPY = "https://numpy.org/doc/stable/building/";

/** Libraries and tools beside a C compiler and Python's headers, from the projects' own instructions, 2026-11-22. */
const ROWS: Readonly<Record<string, Row>> = {
  cartopy: { apt: "g++ libgeos-dev libproj-dev", apk: "g++ geos-dev proj-dev", rpm: "gcc-c++ geos-devel proj-devel", source: "https://cartopy.readthedocs.io/stable/installing.html" },
  cffi: { apt: "libffi-dev", apk: "libffi-dev", rpm: "libffi-devel", source: "https://cffi.readthedocs.io/en/stable/installation.html" },
  "confluent-kafka": { apt: "librdkafka-dev", apk: "librdkafka-dev", rpm: "librdkafka-devel", source: "https://github.com/confluentinc/confluent-kafka-python/blob/master/INSTALL.md" },
  cryptography: { apt: "libssl-dev libffi-dev pkg-config?", apk: "openssl-dev libffi-dev pkgconf?", rpm: "openssl-devel libffi-devel", source: "https://cryptography.io/en/latest/installation/" },
  fiona: { apt: "g++ libgdal-dev", apk: "g++ gdal-dev", rpm: "gcc-c++ gdal-devel", heavy: true, source: "https://fiona.readthedocs.io/en/stable/install.html" },
  grpcio: { apt: "g++", apk: "g++ linux-headers", rpm: "gcc-c++", heavy: true, source: "https://github.com/grpc/grpc/blob/master/BUILDING.md" },
  "grpcio-tools": { apt: "g++", apk: "g++ linux-headers", rpm: "gcc-c++", heavy: true, source: "https://github.com/grpc/grpc/blob/master/BUILDING.md" },
  h5py: { apt: "libhdf5-dev pkg-config?", apk: "hdf5-dev", rpm: "hdf5-devel", heavy: true, source: "https://docs.h5py.org/en/stable/build.html" },
  lxml: { apt: "libxml2-dev libxslt1-dev", apk: "libxml2-dev libxslt-dev", rpm: "libxml2-devel libxslt-devel", source: "https://lxml.de/installation.html" },
  matplotlib: { apt: "g++ pkg-config?", apk: "g++ make", rpm: "gcc-c++", heavy: true, source: "https://matplotlib.org/stable/install/dependencies.html" },
  mysqlclient: { apt: "default-libmysqlclient-dev pkg-config", apk: "mariadb-dev pkgconf", rpm: "mysql-devel pkgconfig", source: "https://github.com/PyMySQL/mysqlclient" },
  numpy: { apt: "g++ libopenblas-dev?", apk: "g++ openblas-dev?", rpm: "gcc-c++ openblas-devel?", heavy: true, source: NUMPY },
  "opencv-python": { apt: "g++ cmake", apk: "g++ cmake make linux-headers", rpm: "gcc-c++ cmake", heavy: true, source: "https://github.com/opencv/opencv-python" },
  "opencv-python-headless": { apt: "g++ cmake", apk: "g++ cmake make linux-headers", rpm: "gcc-c++ cmake", heavy: true, source: "https://github.com/opencv/opencv-python" },
  pandas: { apt: "g++", apk: "g++", rpm: "gcc-c++", heavy: true, source: "https://pandas.pydata.org/docs/development/contributing_environment.html" },
  pillow: { apt: "libjpeg-dev zlib1g-dev", apk: "jpeg-dev zlib-dev", rpm: "libjpeg-turbo-devel zlib-devel", source: "https://pillow.readthedocs.io/en/stable/installation/building-from-source.html" },
  psycopg2: { apt: "libpq-dev", apk: "postgresql-dev", rpm: "postgresql-devel", source: "https://www.psycopg.org/docs/install.html" },
  "psycopg2-binary": { apt: "libpq-dev", apk: "postgresql-dev", rpm: "postgresql-devel", source: "https://www.psycopg.org/docs/install.html" },
  pyarrow: { apt: "g++ cmake", apk: "g++ cmake", rpm: "gcc-c++ cmake", heavy: true, source: "https://arrow.apache.org/docs/developers/python/building.html" },
  pycurl: { apt: "libcurl4-openssl-dev libssl-dev", apk: "curl-dev openssl-dev", rpm: "libcurl-devel openssl-devel", source: "http://pycurl.io/docs/latest/install.html" },
  pyodbc: { apt: "g++ unixodbc-dev", apk: "g++ unixodbc-dev", rpm: "gcc-c++ unixODBC-devel", source: "https://github.com/mkleehammer/pyodbc/wiki/Install" },
  pyproj: { apt: "g++ libproj-dev proj-bin", apk: "g++ proj-dev proj-util", rpm: "gcc-c++ proj-devel proj", source: "https://pyproj4.github.io/pyproj/stable/installation.html" },
  "python-ldap": { apt: "libldap2-dev libsasl2-dev", apk: "openldap-dev", rpm: "openldap-devel", source: "https://www.python-ldap.org/en/latest/installing.html" },
  rasterio: { apt: "g++ libgdal-dev", apk: "g++ gdal-dev", rpm: "gcc-c++ gdal-devel", heavy: true, source: "https://rasterio.readthedocs.io/en/stable/installation.html" },
  "scikit-learn": { apt: "g++", apk: "g++", rpm: "gcc-c++", heavy: true, source: "https://scikit-learn.org/stable/developers/advanced_installation.html" },
  scipy: { apt: "g++ gfortran libopenblas-dev pkg-config?", apk: "g++ gfortran openblas-dev", rpm: "gcc-c++ gcc-gfortran openblas-devel", heavy: true, source: "https://docs.scipy.org/doc/scipy/building/" },
  shapely: { apt: "libgeos-dev", apk: "geos-dev", rpm: "geos-devel", source: "https://shapely.readthedocs.io/en/stable/installation.html" },
  statsmodels: { apt: "g++", apk: "g++", rpm: "gcc-c++", heavy: true, source: "https://www.statsmodels.org/stable/install.html" },
  torch: { apt: "g++ cmake", apk: "g++ cmake", rpm: "gcc-c++ cmake", heavy: true, source: "https://github.com/pytorch/pytorch#from-source" },
  xgboost: { apt: "g++ cmake", apk: "g++ cmake make", rpm: "gcc-c++ cmake", heavy: true, source: "https://xgboost.readthedocs.io/en/stable/build.html" },
};

const COMPILER: Readonly<Record<keyof PythonBuildNeeds, readonly string[]>> = { apt: ["gcc", "libc6-dev"], apk: ["gcc", "musl-dev"], rpm: ["gcc"] };
const HEADERS: Readonly<Record<keyof PythonBuildNeeds, string>> = { apt: "python3-dev", apk: "python3-dev", rpm: "python3-devel" };

/** What compiling a package needs; of packages without a row a C compiler. `ownHeaders`: Python is the distribution's, whose headers are a package of their own. */
export function nativePython(name: string, ownHeaders: boolean): NativePython {
  const row = Object.hasOwn(ROWS, name) ? ROWS[name] : undefined;
  const of = (family: keyof PythonBuildNeeds): string[] => {
    const more = (row?.[family] ?? "").split(" ").filter((word) => word !== "");
    return [...COMPILER[family], ...(ownHeaders ? [HEADERS[family]] : []), ...more];
  };
  return {
    needs: { apt: of("apt"), apk: of("apk"), rpm: of("rpm") },
    isHeavy: row?.heavy === true,
    source: row?.source ?? "https://packaging.python.org/guides/packaging-binary-extensions/",
  };
}
