"""Write the list of jars anew for another Neo4j: `python -m graph.engine.relock VERSION > graph/engine/jars.lock`."""

import hashlib
import sys
from typing import Any

from graph.engine.jars import TIMEOUT, Jar, repository
from graph.settings import read_settings


def main(version: str) -> None:
    """Resolve Neo4j and all it needs, fetch each jar once, and print its row."""
    import jgo
    from jgo.util import http

    address = repository(read_settings()).rstrip("/")
    print(f"# org.neo4j:neo4j:{version} and all it needs: groupId:artifactId:version:classifier file sha256 bytes")
    print("# Written by `python -m graph.engine.relock`; in class path order.")
    for artifact in jgo.resolve(f"org.neo4j:neo4j:{version}"):
        parts: Any = (artifact.groupId, artifact.artifactId, artifact.version, artifact.classifier)
        jar = Jar(":".join(parts), artifact.filename, "", 0)
        response = http.get(f"{address}/{jar.address}", timeout=TIMEOUT)
        response.raise_for_status()
        print(jar.coordinates, jar.name, hashlib.sha256(response.content).hexdigest(), len(response.content))


if __name__ == "__main__":
    main(sys.argv[1])
