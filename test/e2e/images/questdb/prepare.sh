want mvn 'Maven with a JDK'
version=9.3.4
kept=$CACHE/maven/questdb-$version.jar
if [ ! -f "$kept" ]; then
  mkdir -p "$CACHE/maven"
  mvn -B -q -Dmaven.repo.local="$CACHE/maven/repository" dependency:copy \
    -Dartifact="org.questdb:questdb:$version:jar" -DoutputDirectory="$CTX/out" -Dmdep.overWriteReleases=true
  mv out/*.jar "$kept"
  rm -rf out "$CACHE/maven/repository/org/questdb"
fi
cp "$kept" questdb.jar
