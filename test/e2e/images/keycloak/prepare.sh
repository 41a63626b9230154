want mvn 'Maven with a JDK'
version=26.7.3
kept=$CACHE/maven/keycloak-quarkus-dist-$version.tar.gz
if [ ! -f "$kept" ]; then
  mkdir -p "$CACHE/maven"
  mvn -B -q -Dmaven.repo.local="$CACHE/maven/repository" dependency:copy \
    -Dartifact="org.keycloak:keycloak-quarkus-dist:$version:tar.gz" -DoutputDirectory="$CTX/out" -Dmdep.overWriteReleases=true
  mv out/*.tar.gz "$kept"
  rm -rf "$CACHE/maven/repository/org/keycloak"
fi
mkdir -p keycloak
tar -xzf "$kept" -C keycloak --strip-components=1
rm -rf out keycloak/bin/*.bat
mkdir -p keycloak/data/import
